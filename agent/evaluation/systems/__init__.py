"""What is measured: the agent, baselines, a scripted person, planted claims."""
