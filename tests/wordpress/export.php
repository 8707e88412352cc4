<?php
// php export.php FOLDER: what "Tools > Export > All content" gives, on the standard output.
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/export.php';
export_wp();
