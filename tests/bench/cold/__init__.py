"""What a fresh process is compared with: small scripts, as their users write them."""
