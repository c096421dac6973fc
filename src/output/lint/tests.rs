//! What is printed, for the same findings in each format.
