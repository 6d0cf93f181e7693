"""Questions that SQL and sums of integers answer: read only, or appended to the cells by a refresh."""
