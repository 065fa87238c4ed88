"""Fits weights to numbers, and measures the fit."""
