"""What a run inside a workflow of GitHub needs: its event, its files, and the comment on a pull request."""
