module anatomy/code

go 1.23
