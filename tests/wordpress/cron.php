<?php
// php cron.php FOLDER: send the pings of the posts that were published.
require $argv[1] . '/wp-load.php';
do_all_pings();
