//! The profiles: each a table of where it departs from the documentation.

mod documented;
mod new_api_2025_04;
mod new_api_2026_07;
