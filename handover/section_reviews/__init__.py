"""Section reviews: readiness of a discovery for the handover, and reviews of its report."""
