"""What `playbook doctor` looks at: the installation, the project, its places, its history."""
