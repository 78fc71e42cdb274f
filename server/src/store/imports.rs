//! Lines of an import on their way in.
