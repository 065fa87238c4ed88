"""Telegram's messages: public pages of channels, and what Telegram Desktop exports."""
