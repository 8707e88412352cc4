<?php
// php fill.php FOLDER: a blog as people have them after years: two editors' posts, threads, linkbacks, leftovers.
// Prints what it holds as JSON: the comments as WordPress itself has them.
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/image.php';

update_option( 'blogname', 'The Listening Blog' );
$wp_rewrite->set_permalink_structure( '/%year%/%monthnum%/%postname%/' );
update_option( 'timezone_string', 'Europe/Berlin' );
update_option( 'comment_moderation', 0 );
update_option( 'comment_previously_approved', 0 );
update_option( 'default_pingback_flag', 0 );
update_option( 'require_name_email', 0 );
update_option( 'uploads_use_yearmonth_folders', 1 );
flush_rewrite_rules();
foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}

// --- people -------------------------------------------------------------------------------------

$maya = wp_insert_user(
	array(
		'user_login'   => 'maya',
		'user_pass'    => wp_generate_password(),
		'user_email'   => 'maya.secret@listening.example',
		'display_name' => 'Maya Okafor',
		'user_url'     => 'https://maya.example/',
		'description'  => "Maya runs a <a href=\"https://northwind.example/\">support line</a>.\n\nShe listens for a living.",
		'role'         => 'author',
	)
);
$jose = wp_insert_user(
	array(
		'user_login'   => 'jose.nunez',
		'user_pass'    => wp_generate_password(),
		'user_email'   => 'jose.secret@listening.example',
		'display_name' => 'José Núñez',
		'description'  => 'Escribe sobre promesas.',
		'role'         => 'author',
	)
);

// --- pictures -----------------------------------------------------------------------------------

function picture( $name, $title, $alt, $caption, $colour, $day ) {
	$image = imagecreatetruecolor( 900, 600 );
	imagefill( $image, 0, 0, imagecolorallocate( $image, ...$colour ) );
	ob_start();
	imagejpeg( $image );
	$file = wp_upload_bits( $name, null, ob_get_clean(), $day );
	$id   = wp_insert_attachment(
		array(
			'post_title'     => $title,
			'post_excerpt'   => $caption,
			'post_mime_type' => 'image/jpeg',
			'post_date'      => $day . '/02 10:00:00',
			'guid'           => $file['url'],
		),
		$file['file']
	);
	wp_update_attachment_metadata( $id, wp_generate_attachment_metadata( $id, $file['file'] ) );
	if ( $alt ) {
		update_post_meta( $id, '_wp_attachment_image_alt', $alt );
	}
	return $id;
}

$desk    = picture( 'the desk.jpg', 'The desk', 'A desk with one telephone', 'Where it all began', array( 200, 80, 40 ), '2019/05' );
$window  = picture( 'window.jpg', 'Window', '', '', array( 40, 80, 200 ), '2019/05' );
$harbour = picture( 'hafen-größe.jpg', 'Hafen', 'The harbour in fog', 'Fog, <em>again</em>', array( 90, 200, 90 ), '2021/11' );
$missing = wp_get_upload_dir()['baseurl'] . '/2012/01/lost.jpg';

// --- what was written ---------------------------------------------------------------------------

function write( $author, $date, $slug, $title, $content, $more = array() ) {
	return wp_insert_post(
		wp_slash(
			array_merge(
				array(
					'post_author'   => $author,
					'post_date'     => $date,
					'post_name'     => $slug,
					'post_title'    => $title,
					'post_content'  => $content,
					'post_status'   => 'publish',
					'post_type'     => 'post',
					'ping_status'   => 'open',
					'comment_status' => 'open',
				),
				$more
			)
		),
		true
	);
}

$leading = wp_insert_term( 'Leading & listening', 'category', array( 'slug' => 'leading' ) )['term_id'];
$customers = wp_insert_term( 'Customers', 'category' )['term_id'];

kses_remove_filters();
$classic = write(
	$maya,
	'2019-05-03 00:30:00',
	'on-listening',
	'On listening & "answering" <em>late</em>',
	str_replace(
		array( '{desk}', '{desk-small}', '{window}', '{missing}', '{id}' ),
		array( wp_get_attachment_url( $desk ), wp_get_attachment_image_url( $desk, 'medium' ), wp_get_attachment_url( $window ), $missing, $desk ),
		<<<'HTML'
First line of the first paragraph.
Second line, with <b>bold</b>, <i>italic</i> and a <a href="/2021/11/blocks-and-promises/#why" target="_blank">link to another post</a>.

A paragraph with *stars*, under_scores_, [brackets], {braces}, a # sign, 1. a number &amp; <code>code with * and _</code>.

[caption id="attachment_{id}" align="alignleft" width="300"]<a href="{desk}"><img class="size-medium wp-image-{id}" src="{desk-small}" alt="A desk with one telephone" width="300" height="200" /></a> Where it <em>all</em> began[/caption]
<h2>A heading with a trailing #</h2>
<ul>
	<li>One</li>
	<li>Two
<ol>
	<li>Two and a half</li>
</ol>
</li>
</ul>
<blockquote>A promise is a debt.

Paid in time.</blockquote>
<!--more-->
<pre class="brush: php">&lt;?php
  if ( $a &lt; 1 ) {
    echo "*";

  }</pre>
https://www.youtube.com/watch?v=listening1

[embed]https://vimeo.example/42[/embed]

[gallery ids="1,2,{id}"]

[contact-form-7 id="12" title="Ask"] and an [[gallery]] and an [[unknown]] one, [sic] as written.

<img src="{window}" /> and a lost one <img src="{missing}" alt="Lost" />.

<iframe src="https://www.youtube.com/embed/listening2?rel=0" title="The film" width="560" height="315"></iframe>
<script>alert("no");</script>
<table>
<tr><th>Year</th><th>Kept</th></tr>
<tr><td>2018</td><td>3 | 4</td></tr>
</table>
See <a href="https://elsewhere.example/a_(b)?x=1&amp;y=2">elsewhere</a>, the <a href="{home}/category/leading/">category</a>, <a href="{home}/?p=999">nothing</a> and <a href="javascript:alert(1)">this</a>.
HTML
	),
	array(
		'post_category' => array( $leading, $customers ),
		'tags_input'    => array( 'answering', 'Größe & Weite', 'C++' ),
		'post_excerpt'  => "What we learned\nby <em>listening</em>.",
	)
);
wp_update_post( array( 'ID' => $classic, 'post_name' => 'on-listening-well' ) );
wp_update_post( array( 'ID' => $classic, 'post_content' => wp_slash( str_replace( '{home}', home_url(), get_post( $classic )->post_content ) ) ) );
set_post_thumbnail( $classic, $desk );

$reusable = write( $maya, '2021-11-01 08:00:00', 'signature', 'Signature', "<!-- wp:paragraph -->\n<p>Written at <strong>Northwind Care</strong>.</p>\n<!-- /wp:paragraph -->", array( 'post_type' => 'wp_block' ) );
$blocks   = write(
	$jose,
	'2021-11-05 09:15:30',
	'blocks-and-promises',
	'Blocks and promises',
	str_replace(
		array( '{harbour}', '{desk}', '{id}', '{ref}', '{classic}' ),
		array( wp_get_attachment_url( $harbour ), wp_get_attachment_url( $desk ), $harbour, $reusable, get_permalink( $classic ) ),
		<<<'HTML'
<!-- wp:paragraph {"dropCap":true} -->
<p class="has-drop-cap">A promise made in public<sup data-fn="f1-a" class="fn"><a href="#f1-a" id="f1-a-link">1</a></sup> is harder to break, says <a href="{classic}">an older post</a>.</p>
<!-- /wp:paragraph -->

<!-- wp:heading -->
<h2 class="wp-block-heading" id="why">Why</h2>
<!-- /wp:heading -->

<!-- wp:list -->
<ul><!-- wp:list-item -->
<li>Because <a href="#why">we said so</a><!-- wp:list {"ordered":true,"start":3} -->
<ol start="3"><!-- wp:list-item -->
<li>third</li>
<!-- /wp:list-item --></ol>
<!-- /wp:list --></li>
<!-- /wp:list-item -->

<!-- wp:list-item -->
<li>Because it is right</li>
<!-- /wp:list-item --></ul>
<!-- /wp:list -->

<!-- wp:image {"id":{id},"sizeSlug":"large"} -->
<figure class="wp-block-image size-large"><img src="{harbour}" alt="The harbour in fog" class="wp-image-{id}"/><figcaption class="wp-element-caption">Fog, <em>again</em>, by <a href="https://photographer.example/">Ann</a></figcaption></figure>
<!-- /wp:image -->

<!-- wp:gallery {"linkTo":"none"} -->
<figure class="wp-block-gallery has-nested-images"><!-- wp:image -->
<figure class="wp-block-image"><img src="{desk}" alt=""/><figcaption class="wp-element-caption">The desk</figcaption></figure>
<!-- /wp:image -->

<!-- wp:image -->
<figure class="wp-block-image"><img src="{harbour}" alt="Harbour"/></figure>
<!-- /wp:image --></figure>
<!-- /wp:gallery -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><!-- wp:paragraph -->
<p>Trust arrives on foot.</p>
<!-- /wp:paragraph --><cite>Proverb</cite></blockquote>
<!-- /wp:quote -->

<!-- wp:pullquote -->
<figure class="wp-block-pullquote"><blockquote><p>And leaves on horseback.</p></blockquote></figure>
<!-- /wp:pullquote -->

<!-- wp:code -->
<pre class="wp-block-code"><code lang="python" class="language-python">def keep(promise):
    return "```" &amp; promise

keep(1)</code></pre>
<!-- /wp:code -->

<!-- wp:verse -->
<pre class="wp-block-verse">A line
   and another</pre>
<!-- /wp:verse -->

<!-- wp:table -->
<figure class="wp-block-table"><table><thead><tr><th>Promise</th><th>State</th></tr></thead><tbody><tr><td>Answer</td><td><strong>kept</strong></td></tr></tbody></table><figcaption class="wp-element-caption">So far</figcaption></figure>
<!-- /wp:table -->

<!-- wp:table -->
<figure class="wp-block-table"><table><tbody><tr><td>no head</td><td>here</td></tr></tbody></table></figure>
<!-- /wp:table -->

<!-- wp:columns -->
<div class="wp-block-columns"><!-- wp:column -->
<div class="wp-block-column"><!-- wp:paragraph -->
<p>Left</p>
<!-- /wp:paragraph --></div>
<!-- /wp:column -->

<!-- wp:column -->
<div class="wp-block-column"><!-- wp:paragraph -->
<p>Right<br>and below</p>
<!-- /wp:paragraph --></div>
<!-- /wp:column --></div>
<!-- /wp:columns -->

<!-- wp:buttons -->
<div class="wp-block-buttons"><!-- wp:button -->
<div class="wp-block-button"><a class="wp-block-button__link wp-element-button" href="https://northwind.example/call">Call us</a></div>
<!-- /wp:button --></div>
<!-- /wp:buttons -->

<!-- wp:embed {"url":"https://www.youtube.com/watch?v=blocks1","type":"video"} -->
<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">
https://www.youtube.com/watch?v=blocks1
</div><figcaption class="wp-element-caption">A talk</figcaption></figure>
<!-- /wp:embed -->

<!-- wp:details -->
<details class="wp-block-details"><summary>More</summary><!-- wp:paragraph -->
<p>Hidden words</p>
<!-- /wp:paragraph --></details>
<!-- /wp:details -->

<!-- wp:block {"ref":{ref}} /-->

<!-- wp:latest-posts {"postsToShow":3} /-->

<!-- wp:separator -->
<hr class="wp-block-separator"/>
<!-- /wp:separator -->

<!-- wp:html -->
<p style="color:red" onclick="alert(1)">Raw <mark>HTML</mark> with H<sub>2</sub>O</p>
<!-- /wp:html -->

<!-- wp:footnotes /-->
HTML
	),
	array(
		'post_category' => array( 1 ),
		'meta_input'    => array( 'footnotes' => '[{"content":"See <a href=\"https://notes.example/\">the notes<\/a>.","id":"f1-a"}]' ),
	)
);

$unicode = write( $maya, '2020-02-29 12:00:00', '', 'Ünïcödé 日本語 🎉', "Ελληνικά, עברית, العربية, 日本語 and 👩‍👩‍👧.\n\n«Quotes», “curly”, ‘single’ — dashes… and\xc2\xa0spaces. <b>日本</b>語。\x0b" );
$chinese = write( $maya, '2020-03-01 12:00:00', '承诺', '承诺', 'A title in Chinese alone.' );
$same    = write( $maya, '2020-03-02 12:00:00', 'same-words', '', 'A post without a title.' );
write( $maya, '2022-01-01 10:00:00', 'a-draft', 'A draft', 'Not yet.', array( 'post_status' => 'draft' ) );
write( $maya, '2022-01-02 10:00:00', 'pending', 'Pending', 'To be looked at. See <a href="' . home_url( '/2020/03/same-words/' ) . '">this</a>.', array( 'post_status' => 'pending' ) );
write( $maya, '2022-01-03 10:00:00', 'for-us', 'For us alone', 'Private.', array( 'post_status' => 'private' ) );
write( $maya, '2022-01-04 10:00:00', 'with-a-word', 'With a password', 'Hidden.', array( 'post_password' => 'tulip' ) );
$trashed = write( $maya, '2022-01-05 10:00:00', 'thrown-away', 'Thrown away', 'Trash.' );
write( $maya, '2098-01-01 10:00:00', 'to-come', 'To come', 'In the future.', array( 'post_status' => 'future' ) );

$about = write( $maya, '2018-01-01 10:00:00', 'about', 'About us', "We answer.\n\nSee <a href=\"" . get_permalink( $classic ) . '">why</a>.', array( 'post_type' => 'page' ) );
write( $maya, '2018-01-02 10:00:00', 'team', 'Team', '<!-- wp:paragraph --><p>People.</p><!-- /wp:paragraph -->', array( 'post_type' => 'page', 'post_parent' => $about ) );
write( $maya, '2018-01-03 10:00:00', 'search', 'Search', 'A page whose name is taken.', array( 'post_type' => 'page' ) );
write( $maya, '2018-01-04 10:00:00', 'styles', 'Styles', 'body{}', array( 'post_type' => 'custom_css' ) );

// --- what was answered --------------------------------------------------------------------------

function answer( $post, $date, $name, $content, $more = array() ) {
	return wp_insert_comment(
		wp_slash(
			array_merge(
				array(
					'comment_post_ID'      => $post,
					'comment_author'       => $name,
					'comment_author_email' => 'secret.' . md5( $name ) . '@reader.example',
					'comment_author_url'   => '',
					'comment_author_IP'    => '203.0.113.77',
					'comment_agent'        => 'SecretBrowser/1.0',
					'comment_date'         => get_date_from_gmt( $date ),
					'comment_date_gmt'     => $date,
					'comment_content'      => $content,
					'comment_approved'     => 1,
					'comment_type'         => 'comment',
				),
				$more
			)
		)
	);
}

$first = answer( $classic, '2019-05-03 08:00:00', 'Ann Ásgeirsdóttir', "Thank you for this.\n\nIt <strong>helped</strong> me, see <a href=\"https://ann.example/blog?a=1&amp;b=2\" rel=\"nofollow\">my notes</a>.\nSecond line *as typed*.", array( 'comment_author_url' => 'https://ann.example/' ) );
$reply = answer( $classic, '2019-05-03 09:00:00', 'Maya Okafor', 'Thank <em>you</em>, Ann!', array( 'comment_parent' => $first, 'user_id' => $maya ) );
$deep  = answer( $classic, '2019-05-04 09:00:00', 'Ann Ásgeirsdóttir', 'And I you. <blockquote>Thank <em>you</em>, Ann!</blockquote>', array( 'comment_parent' => $reply ) );
answer( $classic, '2019-05-03 10:00:00', 'Ведущий <b>Иван</b>', '日本語 👍 &amp; <code>a < b</code>', array( 'comment_parent' => $first ) );
$held = answer( $classic, '2019-05-05 10:00:00', 'Waiting', 'Nobody has looked at this.', array( 'comment_approved' => 0, 'comment_parent' => $first ) );
answer( $classic, '2019-05-05 11:00:00', 'Below the waiting', 'An answer to what waits.', array( 'comment_parent' => $held ) );
answer( $classic, '2019-05-06 10:00:00', 'Pills', 'BUY <a href="https://pills.example">PILLS</a>', array( 'comment_approved' => 'spam' ) );
answer( $classic, '2019-05-06 11:00:00', 'Regret', 'Thrown away.', array( 'comment_approved' => 'trash' ) );
answer( $classic, '2019-05-06 12:00:00', '', 'Without a name.' );
answer( $classic, '2019-05-07 12:00:00', 'Hostile', '<script>alert(1)</script><img src=x onerror=alert(1)>Text <a href="javascript:alert(1)">link</a>' );
answer( $classic, '2019-06-01 10:00:00', 'Answering well &#8211; Jo&#8217;s notebook', '[&#8230;] as Maya wrote in On listening, one has to wait [&#8230;]', array( 'comment_type' => 'pingback', 'comment_author_url' => 'https://jo.example/2019/06/answering/', 'comment_author_email' => '' ) );
answer( $classic, '2019-06-02 10:00:00', 'The Old Blog', "<strong>Waiting &amp; listening</strong>\n\nAn excerpt of what the old blog said about listening&#8230;", array( 'comment_type' => 'trackback', 'comment_author_url' => 'https://old.example/archives/42', 'comment_author_email' => '' ) );

function mention( $post, $date, $name, $content, $type, $source, $more = array() ) {
	$id = answer( $post, $date, $name, $content, array( 'comment_type' => $type, 'comment_author_url' => 'https://' . strtolower( $name ) . '.example/' ) );
	foreach ( array_merge( array( 'protocol' => 'webmention', 'webmention_source_url' => $source, 'webmention_target_url' => get_permalink( $post ) ), $more ) as $key => $value ) {
		add_comment_meta( $id, $key, $value );
	}
	return $id;
}

$reacted = mention( $blocks, '2021-11-06 10:00:00', 'Kim', 'A reply from my own site.', 'comment', 'https://kim.example/notes/1' );
mention( $blocks, '2021-11-06 11:00:00', 'Lee', 'liked this.', 'like', 'https://lee.example/likes/1' );
mention( $blocks, '2021-11-06 12:00:00', 'Noa', 'reposted this.', 'repost', 'https://noa.example/r/1' );
mention( $blocks, '2021-11-06 13:00:00', 'Pat', 'bookmarked this.', 'bookmark', 'https://pat.example/b/1' );
mention( $blocks, '2021-11-06 14:00:00', 'Quin', 'This was mentioned.', 'mention', 'https://quin.example/m/1' );
mention( $blocks, '2021-11-06 15:00:00', 'Ray', 'is coming.', 'webmention', 'https://ray.example/rsvp', array( 'semantic_linkbacks_type' => 'rsvp:yes', 'semantic_linkbacks_canonical' => 'https://ray.example/rsvp/canonical' ) );
answer( $blocks, '2021-11-07 10:00:00', 'José Núñez', 'Thank you, Kim.', array( 'comment_parent' => $reacted, 'user_id' => $jose ) );
answer( $about, '2018-02-01 10:00:00', 'Page reader', 'A comment on a page.' );
answer( $trashed, '2022-01-06 10:00:00', 'Late', 'On what was thrown away.' );
wp_trash_post( $trashed );

$comments = array();
foreach ( get_comments( array( 'status' => 'any', 'orderby' => 'comment_ID', 'order' => 'ASC' ) ) as $comment ) {
	$comments[] = array(
		'id'       => (int) $comment->comment_ID,
		'post'     => get_post( $comment->comment_post_ID )->post_name,
		'kind'     => 'webmention' === get_comment_meta( $comment->comment_ID, 'protocol', true ) ? 'webmention' : $comment->comment_type,
		'approved' => $comment->comment_approved,
		'author'   => html_entity_decode( $comment->comment_author, ENT_QUOTES ),
		'date'     => str_replace( ' ', 'T', $comment->comment_date_gmt ) . 'Z',
		'parent'   => (int) $comment->comment_parent,
		'text'     => wp_strip_all_tags( apply_filters( 'comment_text', $comment->comment_content, $comment ) ),
	);
}
$users = array();
foreach ( get_users() as $user ) {
	$users[] = ( new WP_REST_Users_Controller() )->prepare_item_for_response( $user, new WP_REST_Request() )->get_data();
}
$posts = array();
foreach ( get_posts( array( 'post_type' => array( 'post', 'page' ), 'post_status' => 'publish', 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'ASC' ) ) as $post ) {
	$posts[] = array(
		'title'   => $post->post_title,
		'link'    => get_permalink( $post ),
		'guid'    => $post->guid,
		'date'    => str_replace( ' ', 'T', $post->post_date_gmt ) . 'Z',
		'html'    => apply_filters( 'the_content', $post->post_content ),
	);
}
echo wp_json_encode( array( 'comments' => $comments, 'users' => $users, 'posts' => $posts ), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
