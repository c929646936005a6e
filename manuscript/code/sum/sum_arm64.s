#include "textflag.h"

// ANCHOR: sum
// func Sum(s []int64) int64
TEXT ·Sum(SB), NOSPLIT, $0-32
	MOVD	s_base+0(FP), R0	// word 1: the address
	MOVD	s_len+8(FP), R1	// word 2: the length
	MOVD	ZR, R2	// the sum so far
	CBZ	R1, done
next:
	MOVD.P	8(R0), R3	// load, then step 8 bytes on
	ADD	R3, R2
	SUBS	$1, R1
	BNE	next
done:
	MOVD	R2, ret+24(FP)	// behind the slice's 24 bytes
	RET
// ANCHOR_END: sum
