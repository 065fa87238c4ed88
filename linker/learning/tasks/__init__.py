"""What models are measured on, one task a file: its rows, predictions and figures."""
