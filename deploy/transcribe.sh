#!/bin/sh
# Writes down what is said in a film, by ffmpeg and whisper.cpp:
# WEBINARS_TRANSCRIBER='/opt/webinars/source/deploy/transcribe.sh {audio} {out} {language}'
# WHISPER_MODEL and WHISPER_VAD_MODEL name the files of its two models. Without the second it invents sentences in silence.
set -eu

audio=$1
out=$2
language=$3

# One channel of 16,000 samples a second is what whisper hears. The protocols are named, because a film could be a list of
# addresses inside our network.
ffmpeg -nostdin -loglevel error -protocol_whitelist file -i "$audio" -vn -ac 1 -ar 16000 -c:a pcm_s16le "$out.wav"
whisper-cli --model "$WHISPER_MODEL" --vad --vad-model "$WHISPER_VAD_MODEL" --language "$language" --no-prints \
  --output-vtt --output-file "${out%.vtt}" --file "$out.wav"
