"""Camera of the stage: parts of a drawing that the facilitator enlarges one after another."""
