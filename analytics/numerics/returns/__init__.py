"""From scores over loyalty to money, and what improvements would bring."""
