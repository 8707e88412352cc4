"""What we send after a deployment: mentions to pages that ours link to, word of changes to WebSub hubs."""
