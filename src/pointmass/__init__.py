"""Look at the distribution of programs that an LLM spec denotes, and collapse the consistent part of it into code."""
