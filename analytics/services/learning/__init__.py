"""What evaluated plans teach: the causal discount that forecasts use, and whether our forecasts came true."""
