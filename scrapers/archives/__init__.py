"""Archived posts in all formats, files in, observations out; each may import from the rows below its own.

reading      files as people name them -> observations, streamed
kinds        one file, by how it begins
recognition  one unit of it, by its shape
registry     which formats there are

tools        what other people's tools write, and linker itself
embedded     what the embeds of posts show of them

x            X: its APIs, exports, web client and pages
telegram     Telegram: public pages and exports
fediverse    Mastodon and whatever else speaks ActivityPub
networks     platforms that have one file each

posts        what a post is made of, whatever its format
files        how bytes become units

format       what a format is
place        where a reader stands
"""
