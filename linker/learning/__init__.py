"""Data sets, fitting, calibration and figures of the model."""
