"""Posts of the fediverse: ActivityPub, and Mastodon's API with those that answer alike."""
