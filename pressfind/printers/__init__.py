"""Results into bytes on a stream: records for programs, text for people."""
