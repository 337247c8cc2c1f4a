// SPDX-License-Identifier: MIT

// The policy of apply.h through go-landlock.
package main

import (
	"fmt"
	"os"
	"strconv"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	ll "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

func nanoseconds() int64 {
	var now unix.Timespec
	unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &now)
	return now.Nano()
}

func main() {
	kind := os.Args[1]
	count, _ := strconv.Atoi(os.Args[2])
	if os.Chdir(os.Args[3]) != nil {
		os.Exit(2)
	}
	var paths []string
	var ports []landlock.Rule
	letter, read := "f", landlock.AccessFSSet(ll.AccessFSReadFile)
	if kind == "directories" {
		letter, read = "d", read|ll.AccessFSReadDir
	}
	for i := range count {
		paths = append(paths, fmt.Sprintf("%s%04d", letter, i))
		ports = append(ports, landlock.BindTCP(uint16(1024+i)))
	}
	fs := landlock.MustConfig(landlock.AccessFSSet(0xffff))
	net := landlock.MustConfig(landlock.AccessNetSet(ll.AccessNetBindTCP))

	begin := nanoseconds()
	syscall.Getppid()
	var err error
	if kind == "ports" {
		err = net.Restrict(ports...)
	} else {
		err = fs.Restrict(landlock.PathAccess(read, paths...))
	}
	syscall.Getppid()
	end := nanoseconds()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(end - begin)
}
