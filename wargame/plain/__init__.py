"""The whole game as plain lines, for screen readers, pipes and scripts."""
