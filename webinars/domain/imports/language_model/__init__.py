"""What a language model of the operator's choice says of a pasted text: asked for what the reader is not sure of."""
