"""What a stretch of time came to, computed from the journal and the memory of vendors. Pure: prints nothing, asks no clock."""
