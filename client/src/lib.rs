//! A safe client for CometAPI's key-management API.
