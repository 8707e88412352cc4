<?php
// php received.php FOLDER: the linkbacks that have come in, as JSON.
require $argv[1] . '/wp-load.php';

$received = array();
foreach ( get_comments( array( 'status' => 'any', 'type' => array( 'pingback', 'trackback' ) ) ) as $comment ) {
	$received[] = array(
		'kind'   => $comment->comment_type,
		'post'   => get_post( $comment->comment_post_ID )->post_name,
		'source' => $comment->comment_author_url,
		'text'   => $comment->comment_content,
	);
}
echo wp_json_encode( $received, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
