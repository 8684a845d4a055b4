"""Theme, toolbars and other parts that several rooms use."""
