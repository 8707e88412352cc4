<?php
// php take_in.php FOLDER FILE: put a WXR file into this WordPress as its importer plugin does: authors, terms, posts
// in order, comments in threads, through WordPress's own functions. Pictures are left out: nobody is asked for them.
require $argv[1] . '/wp-load.php';

$wp_rewrite->set_permalink_structure( '/%postname%/' );
update_option( 'timezone_string', 'Europe/London' );
flush_rewrite_rules();
foreach ( get_posts( array( 'post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1 ) ) as $post ) {
	wp_delete_post( $post->ID, true );
}

$channel = simplexml_load_file( $argv[2], null, LIBXML_NOCDATA )->channel;
$wp      = $channel->getNamespaces( true )['wp'];
$users   = array();
foreach ( $channel->children( $wp )->author as $author ) {
	$login           = (string) $author->author_login;
	$users[ $login ] = wp_insert_user(
		array(
			'user_login'   => $login,
			'user_pass'    => wp_generate_password(),
			'display_name' => (string) $author->author_display_name,
			'first_name'   => (string) $author->author_first_name,
			'last_name'    => (string) $author->author_last_name,
			'role'         => 'author',
		)
	);
}

function take_in_comments( $post_id, $comments ) {
	$ids = array();
	foreach ( $comments as $comment ) {
		$row = array( 'comment_post_ID' => $post_id );
		foreach ( array( 'author', 'author_email', 'author_url', 'author_IP', 'date', 'date_gmt', 'content', 'approved', 'type' ) as $name ) {
			$row[ 'comment_' . $name ] = (string) $comment->{'comment_' . $name};
		}
		$row['comment_parent']                 = $ids[ (int) $comment->comment_parent ] ?? 0;
		$ids[ (int) $comment->comment_id ] = $id = wp_insert_comment( wp_slash( wp_filter_comment( $row + array( 'comment_agent' => '', 'user_id' => 0 ) ) ) );
		foreach ( $comment->commentmeta as $meta ) {
			add_comment_meta( $id, (string) $meta->meta_key, wp_slash( (string) $meta->meta_value ) );
		}
	}
}

foreach ( $channel->item as $item ) {
	$row = $item->children( $wp );
	if ( 'attachment' === (string) $row->post_type ) {
		continue;
	}
	$post_id = wp_insert_post(
		wp_slash(
			array(
				'post_author'    => $users[ (string) $item->children( 'http://purl.org/dc/elements/1.1/' )->creator ] ?? 1,
				'post_date'      => (string) $row->post_date,
				'post_date_gmt'  => (string) $row->post_date_gmt,
				'post_content'   => (string) $item->children( 'http://purl.org/rss/1.0/modules/content/' )->encoded,
				'post_title'     => (string) $item->title,
				'post_status'    => (string) $row->status,
				'post_name'      => (string) $row->post_name,
				'comment_status' => (string) $row->comment_status,
				'ping_status'    => (string) $row->ping_status,
				'guid'           => (string) $item->guid,
				'post_type'      => (string) $row->post_type,
			)
		),
		true
	);
	if ( is_wp_error( $post_id ) ) {
		exit( $post_id->get_error_message() );
	}
	foreach ( $item->category as $category ) {
		$domain = (string) $category['domain'];
		$term   = term_exists( (string) $category['nicename'], $domain );
		$term   = $term ? $term : wp_insert_term( (string) $category, $domain, array( 'slug' => (string) $category['nicename'] ) );
		wp_set_object_terms( $post_id, array( (int) $term['term_id'] ), $domain, true );
	}
	take_in_comments( $post_id, $row->comment );
}
