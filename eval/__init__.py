"""Cases, metrics, runs and reports. Import names from its modules (`from eval.run import …`)."""
