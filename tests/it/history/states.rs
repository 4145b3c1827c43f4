//! Repositories in every state that is met in practice.
