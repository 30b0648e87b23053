package main

// console is the name of the terminal that a program is run in, to write to.
const console = "CONOUT$"
