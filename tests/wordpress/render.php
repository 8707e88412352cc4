<?php
// php render.php FOLDER < CONTENT: what WordPress shows of a post with this content.
require $argv[1] . '/wp-load.php';
echo apply_filters( 'the_content', file_get_contents( 'php://stdin' ) );
