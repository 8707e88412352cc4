"""The receiver: takes in what readers and other sites send, holds it, publishes what is approved."""
