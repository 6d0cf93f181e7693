"""What customers experienced: scales, weights, small cells, dimensions, channels."""
