"""Control charts of every metric by day, and the alerts that they raise."""
