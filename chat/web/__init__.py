"""The parts of the web pages, the walls between audiences, sign-in."""
