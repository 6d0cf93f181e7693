"""Changes of derived records: settings, scores, forecasts, evaluations."""
