"""An evaluator of policies that shares no code with the engine, to test the engine against."""
