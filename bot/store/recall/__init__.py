"""Questions' later life: asked again, answered, ended."""
