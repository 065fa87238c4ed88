"""The published weights and how they are read; their JSON lies here."""
