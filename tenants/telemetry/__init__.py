"""What the running product tells of itself: figures for Prometheus, and traces where they are wanted."""
