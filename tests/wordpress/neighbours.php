<?php
// WordPress refuses to ask its own machine for anything; here it may ask nobody else.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter(
	'http_allowed_safe_ports',
	function ( $ports, $host, $url ) {
		return array_merge( $ports, array( wp_parse_url( $url, PHP_URL_PORT ) ) );
	},
	10,
	3
);
add_filter(
	'pre_http_request',
	function ( $answer, $arguments, $url ) {
		$host = wp_parse_url( $url, PHP_URL_HOST );
		return in_array( $host, array( 'localhost', '127.0.0.1' ), true ) ? $answer : new WP_Error( 'elsewhere' );
	},
	10,
	3
);
// Themes with templates of PHP print this; block themes have no place for it.
add_action(
	'wp_footer',
	function () {
		if ( is_singular() && pings_open() ) {
			trackback_rdf();
		}
	}
);
// Such a page takes trackbacks alone, as blogs did before there were pingbacks.
add_filter(
	'wp_headers',
	function ( $headers ) {
		if ( str_contains( $_SERVER['REQUEST_URI'] ?? '', 'by-trackback' ) ) {
			unset( $headers['X-Pingback'] );
		}
		return $headers;
	}
);
// Two linkbacks within fifteen seconds are a flood to it.
add_filter( 'comment_flood_filter', '__return_false', 99 );
