"""Tools: how agents look at a workload. One file a tool: typed parameters in, a ToolResult out."""
