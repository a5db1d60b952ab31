from influence.cli import main

main()
