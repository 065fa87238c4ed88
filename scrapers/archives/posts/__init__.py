"""What a post is made of, whatever its format: values without trust, words, elements, addresses, times."""
