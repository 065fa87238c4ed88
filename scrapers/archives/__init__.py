"""What a format of archived posts is, and how the formats here are found: one file each, with a `FORMAT`."""
