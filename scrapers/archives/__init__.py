"""What a format of archived posts is, and how the formats in this folder are found: one file each, `FORMAT`."""
