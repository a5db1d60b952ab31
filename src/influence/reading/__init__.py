"""Reading: files, folders, archives and pipes become events and problems. It cannot score and it cannot print."""
