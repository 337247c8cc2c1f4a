// SPDX-License-Identifier: MIT
module peer-go

go 1.24

tool github.com/elastic/go-libaudit/v2/cmd/auparse

require github.com/elastic/go-libaudit/v2 v2.6.2

require (
	golang.org/x/sys v0.11.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
