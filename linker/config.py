"""config.toml -> Config, or a ConfigError that names the key."""
